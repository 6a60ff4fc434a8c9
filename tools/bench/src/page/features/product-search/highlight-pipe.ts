/** A name in pieces, those that the reader looked for set off. */
import { Pipe, type PipeTransform } from '@angular/core';
import { type Piece, highlight } from './product';

@Pipe({ name: 'highlight' })
export class HighlightPipe implements PipeTransform {
  transform(text: string, query: string): readonly Piece[] {
    return highlight(text, query);
  }
}
