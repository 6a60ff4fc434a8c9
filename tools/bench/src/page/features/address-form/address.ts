/** What an address consists of, and what each country asks of it. */
import type { AbstractControl, ValidationErrors, ValidatorFn } from '@angular/forms';

export interface Country {
  readonly code: string;
  readonly name: string;
  /** A regular expression that the whole postal code has to match; empty where there are none. */
  readonly postalCode: string;
  readonly example: string;
  /** What the country calls its parts; empty where an address names none. */
  readonly region: string;
  readonly regions: readonly string[];
}

export interface Address {
  readonly recipient: string;
  readonly street: string;
  readonly extra: string;
  readonly postalCode: string;
  readonly town: string;
  readonly region: string;
  readonly country: string;
  readonly phone: string;
  readonly isDefault: boolean;
}

/** What the postal service knows about a code. */
export interface Locality {
  readonly town: string;
  readonly region: string;
}

export function fitsPostalCode(country: () => Country | undefined): ValidatorFn {
  return ({ value }: AbstractControl<string>): ValidationErrors | null => {
    const rule = value ? country() : undefined;
    if (!rule?.postalCode) return null;
    return new RegExp(`^(?:${rule.postalCode})$`, 'i').test(value.trim()) ? null : { postalCode: rule.example };
  };
}

/** Digits, with what people put between them; at least seven, at most the fifteen of E.164. */
export function isPhoneNumber({ value }: AbstractControl<string>): ValidationErrors | null {
  if (!value) return null;
  const digits = value.replace(/\D/g, '');
  return /^\+?[\d\s()./-]+$/.test(value) && digits.length >= 7 && digits.length <= 15 ? null : { phone: true };
}

/** The lines of a label, in the order that letters of this country have them. */
export function linesOf(address: Address, country: Country | undefined): string[] {
  const codeFirst = !['US', 'GB', 'AU'].includes(address.country);
  const place = codeFirst
    ? [address.postalCode, address.town, address.region && `(${address.region})`]
    : [address.town, address.region, address.postalCode];
  return [address.recipient, address.street, address.extra, place.filter(Boolean).join(' '), country?.name ?? ''].filter(Boolean);
}
