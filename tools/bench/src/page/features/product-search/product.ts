/** Products as the search knows them, and how a found word is shown. Pure. */

export interface Product {
  readonly id: string;
  readonly name: string;
  readonly category: string;
  /** In euros. */
  readonly price: number;
  /** 0 to 5. */
  readonly rating: number;
  readonly inStock: boolean;
}

export interface Suggestion {
  readonly text: string;
  readonly kind: 'query' | 'category' | 'product';
}

export interface Found {
  readonly products: readonly Product[];
  readonly total: number;
  /** How many there are by category. */
  readonly categories: Readonly<Record<string, number>>;
}

export interface Piece {
  readonly text: string;
  readonly isMatch: boolean;
}

/** Case and accents do not count: "cafe" finds "Café". */
export function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

export function highlight(text: string, query: string): Piece[] {
  const words = fold(query).split(/\s+/).filter(Boolean);
  const characters = [...text];
  const folded = characters.map(fold);
  const marked = new Array<boolean>(characters.length).fill(false);
  for (const word of words) {
    for (let from = 0; from < characters.length; from++) {
      let read = '';
      for (let to = from; to < characters.length && read.length < word.length; to++) {
        read += folded[to];
        if (read === word) marked.fill(true, from, to + 1);
      }
    }
  }
  const pieces: { text: string; isMatch: boolean }[] = [];
  characters.forEach((character, index) => {
    const last = pieces.at(-1);
    if (last && last.isMatch === marked[index]) last.text += character;
    else pieces.push({ text: character, isMatch: marked[index]! });
  });
  return pieces;
}

/** Recent queries, newest first, each once. */
export function remember(recent: readonly string[], query: string, most = 5): string[] {
  const trimmed = query.trim();
  if (!trimmed) return [...recent];
  return [trimmed, ...recent.filter((one) => fold(one) !== fold(trimmed))].slice(0, most);
}
