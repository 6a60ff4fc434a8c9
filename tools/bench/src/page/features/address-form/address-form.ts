/** A postal address: labels and rules follow the country, and a known postal code fills in the town. */
import { TitleCasePipe, UpperCasePipe } from '@angular/common';
import { HttpClient } from '@angular/common/http';
import {
  ChangeDetectionStrategy,
  Component,
  type Signal,
  ViewEncapsulation,
  computed,
  effect,
  inject,
  input,
  output,
  signal,
} from '@angular/core';
import { takeUntilDestroyed, toObservable, toSignal } from '@angular/core/rxjs-interop';
import { NonNullableFormBuilder, ReactiveFormsModule, Validators } from '@angular/forms';
import { catchError, debounceTime, distinctUntilChanged, filter, map, of, switchMap } from 'rxjs';
import { type Address, type Country, type Locality, fitsPostalCode, isPhoneNumber, linesOf } from './address';

@Component({
  selector: 'pt-address-form-root',
  encapsulation: ViewEncapsulation.ShadowDom,
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [ReactiveFormsModule, TitleCasePipe, UpperCasePipe],
  templateUrl: './address-form.html',
  styleUrl: './address-form.css',
})
export class AddressForm {
  /** Base URL of the API; the page's origin unless set. */
  readonly api = input('');
  /** Country to begin with, ISO 3166. */
  readonly country = input('JP');

  readonly addressSaved = output<Address>();

  private readonly http = inject(HttpClient);
  protected readonly form = inject(NonNullableFormBuilder).group({
    recipient: ['', [Validators.required, Validators.maxLength(80)]],
    street: ['', [Validators.required, Validators.minLength(4)]],
    extra: [''],
    postalCode: ['', [fitsPostalCode(() => this.rules())]],
    town: ['', Validators.required],
    region: [''],
    country: ['JP', Validators.required],
    phone: ['', isPhoneNumber],
    isDefault: [true],
  });

  protected readonly countries = toSignal(
    toObservable(this.api).pipe(
      switchMap((api) => this.http.get<readonly Country[]>(`${api}/api/countries`).pipe(catchError(() => of<readonly Country[]>([])))),
    ),
  );
  // Zoneless: everything the template reads of the form hangs on its events.
  private readonly changes = toSignal(this.form.events);
  protected readonly value = computed(() => (this.changes(), this.form.getRawValue()));
  protected readonly rules: Signal<Country | undefined> = computed(() =>
    this.countries()?.find(({ code }) => code === this.value().country),
  );
  protected readonly preview = computed(() => linesOf(this.value(), this.rules()));
  protected readonly saving = signal<'no' | 'now' | 'done' | 'failed'>('no');

  constructor() {
    effect(() => this.form.controls.country.setValue(this.country()));
    effect(() => {
      const { postalCode, region } = this.form.controls;
      const rules = this.rules();
      region.setValidators(rules?.region ? Validators.required : null);
      if (rules && !rules.regions.includes(region.value)) region.setValue('');
      postalCode.updateValueAndValidity({ emitEvent: false });
      region.updateValueAndValidity();
    });
    this.fillInTown();
  }

  protected problem(name: keyof Address): string {
    this.changes();
    const { errors, touched } = this.form.controls[name];
    if (!touched || !errors) return '';
    if (errors['required']) return 'Please fill this in.';
    if (errors['postalCode']) return `A postal code here looks like ${errors['postalCode']}.`;
    if (errors['phone']) return 'This is no phone number.';
    if (errors['maxlength']) return `At most ${errors['maxlength'].requiredLength} characters fit on a label.`;
    return 'This is too short.';
  }

  protected save(): void {
    this.form.markAllAsTouched();
    if (this.form.invalid) return;
    const address = this.form.getRawValue();
    this.saving.set('now');
    this.http.post(`${this.api()}/api/addresses`, address).subscribe({
      next: () => {
        this.saving.set('done');
        this.form.markAsPristine();
        this.addressSaved.emit(address);
      },
      error: () => this.saving.set('failed'),
    });
  }

  private fillInTown(): void {
    const { postalCode, town, region, country } = this.form.controls;
    postalCode.valueChanges
      .pipe(
        debounceTime(300),
        map((code) => code.trim()),
        distinctUntilChanged(),
        filter((code) => code !== '' && postalCode.valid),
        switchMap((code) =>
          this.http
            .get<Locality>(`${this.api()}/api/localities`, { params: { country: country.value, code } })
            .pipe(catchError(() => of(undefined))),
        ),
        takeUntilDestroyed(),
      )
      .subscribe((found) => {
        if (!found) return;
        // What somebody has typed knows better than the register.
        if (!town.dirty) town.setValue(found.town);
        if (!region.dirty) region.setValue(found.region);
      });
  }
}
