// Runs inside of the isolated context, before the function's own text: leaves there what CloudFront's runtime offers, and nothing else.
// Its value is what the process outside holds; only text passes between the two.
(() => {
  'use strict';
  const offered = OFFERED;
  const parse = JSON.parse;
  const stringify = JSON.stringify;
  const entries = new Map();
  let handler;
  let input = '';
  let output;
  let logs = [];
  let runs = 0;

  const own = (object, names) => {
    for (const name of Object.getOwnPropertyNames(object)) {
      if (names.indexOf(name) < 0 && Object.getOwnPropertyDescriptor(object, name).configurable) delete object[name];
    }
  };

  const handle = Object.freeze({
    async get(key, options) {
      if (!entries.has(key)) throw new Error('KeyNotFound');
      const format = options && options.format !== undefined ? options.format : 'string';
      if (format === 'json') return parse(entries.get(key));
      if (format !== 'string') throw new Error(`The format ${format} is not there on this machine.`);
      return entries.get(key);
    },
    async exists(key) {
      return entries.has(key);
    },
    async count() {
      return entries.size;
    },
  });
  const cloudfront = Object.freeze({ kvs: () => handle });

  async function settle(run) {
    let result;
    try {
      const value = await handler(parse(input));
      result = stringify({ value: value === undefined ? null : value, logs });
    } catch (error) {
      result = stringify({ error: error instanceof Error ? `${error.name}: ${error.message}` : 'It threw what is no error.', logs });
    }
    // What a run that was ended has left behind must not answer for a later one.
    if (run === runs) output = result;
  }

  for (const [name, { own: names, prototype }] of Object.entries(offered.objects)) {
    const object = globalThis[name];
    if (object.prototype) own(object.prototype, prototype);
    own(object, typeof object === 'function' ? names.concat('prototype', 'name', 'length') : names);
  }
  own(Function.prototype, offered.functions);
  for (const kind of [async () => {}, function* () {}, async function* () {}]) delete Object.getPrototypeOf(kind).constructor;
  const console = Object.freeze({ log: (...values) => void logs.push(values.join(' ')) });
  own(globalThis, offered.globals.concat(Object.keys(offered.objects)));
  globalThis.console = console;

  return {
    load(module, hasStore) {
      handler = module(hasStore ? cloudfront : undefined);
    },
    store(text) {
      entries.clear();
      for (const [key, value] of parse(text)) entries.set(key, value);
    },
    give(text) {
      input = text;
      output = undefined;
      logs = [];
    },
    run() {
      runs += 1;
      void settle(runs);
    },
    take: () => output,
  };
})();
