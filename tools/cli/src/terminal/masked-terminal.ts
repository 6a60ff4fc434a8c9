/** A terminal on which no secret is drawn. */

/** The stream itself in everything but what is written to it as text. */
export const maskedTerminal = (stream: NodeJS.WriteStream, mask: (text: string) => string): NodeJS.WriteStream =>
  new Proxy(stream, {
    get(target, name) {
      if (name === 'write') return (text: string) => target.write(mask(text));
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
