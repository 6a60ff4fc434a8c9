/** A conversation as a list of what people wrote, grouped for reading. Pure. */

export interface Message {
  readonly id: string;
  readonly author: string;
  readonly text: string;
  /** ISO 8601. */
  readonly sentAt: string;
  /** Not yet taken by the server, or refused by it. */
  readonly state?: 'sending' | 'failed';
}

/** Messages of one person in a row, on one day. */
export interface Group {
  readonly key: string;
  readonly author: string;
  readonly messages: readonly Message[];
  /** Set when the group is the first of its day. */
  readonly day?: string;
}

const fiveMinutes = 300_000;

export function groupMessages(messages: readonly Message[]): Group[] {
  const groups: { key: string; author: string; messages: Message[]; day?: string }[] = [];
  let before: Message | undefined;
  for (const message of messages) {
    const isNewDay = message.sentAt.slice(0, 10) !== before?.sentAt.slice(0, 10);
    const isPause = !before || Date.parse(message.sentAt) - Date.parse(before.sentAt) > fiveMinutes;
    if (isNewDay || isPause || message.author !== before?.author) {
      groups.push({ key: message.id, author: message.author, messages: [message], ...(isNewDay && { day: message.sentAt }) });
    } else {
      groups.at(-1)!.messages.push(message);
    }
    before = message;
  }
  return groups;
}

/** The server's list, with what it does not know yet at the end. */
export function merge(known: readonly Message[], own: readonly Message[]): Message[] {
  const ids = new Set(known.map(({ id }) => id));
  return [...known, ...own.filter(({ id }) => !ids.has(id))];
}

export type Piece = { readonly kind: 'text' | 'link' | 'mention'; readonly text: string };

/** Links and names in a message; everything is shown as text, nothing as HTML. */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(/https?:\/\/[^\s<>"]+[^\s<>".,;:!?)]|@[\p{L}\d_]+/gu)) {
    if (match.index > end) pieces.push({ kind: 'text', text: text.slice(end, match.index) });
    pieces.push({ kind: match[0].startsWith('@') ? 'mention' : 'link', text: match[0] });
    end = match.index + match[0].length;
  }
  if (end < text.length) pieces.push({ kind: 'text', text: text.slice(end) });
  return pieces;
}

/** Stable for a name, readable on white. */
export function hueOf(author: string): number {
  let hash = 0;
  for (const character of author) hash = (hash * 31 + character.codePointAt(0)!) % 360;
  return hash;
}
