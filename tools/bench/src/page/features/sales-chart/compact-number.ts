/** Large numbers the way people say them: `12.4K`. */
import { Pipe, type PipeTransform } from '@angular/core';

@Pipe({ name: 'compact' })
export class CompactNumber implements PipeTransform {
  transform(value: number, locale: string): string {
    return new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 }).format(value);
  }
}
