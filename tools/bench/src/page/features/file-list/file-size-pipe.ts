/** Bytes as people read them: `1.4 MB`. */
import { Pipe, type PipeTransform } from '@angular/core';

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

@Pipe({ name: 'fileSize' })
export class FileSizePipe implements PipeTransform {
  transform(bytes: number, locale: string): string {
    const power = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
    const options = { style: 'unit', unit: units[power], unitDisplay: 'short', maximumFractionDigits: power ? 1 : 0 } as const;
    return new Intl.NumberFormat(locale, options).format(bytes / 1000 ** power);
  }
}
