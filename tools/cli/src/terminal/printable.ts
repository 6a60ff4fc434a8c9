/** Names that somebody else chose, such as a file's, for a terminal: nothing in them moves the cursor or turns the text around. */
export const printable = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, '�');
