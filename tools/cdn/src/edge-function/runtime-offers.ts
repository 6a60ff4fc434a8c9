/**
 * What CloudFront's JavaScript runtime 2.0 offers to a function, as far as its page lists it:
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-javascript-runtime-20.html
 * The syntax check allows nothing else, and the local edge takes everything else away. What the page may have gained since is left out:
 * a function that needs less runs there too.
 */

export interface Offered {
  /** Of the object itself: `Object.assign`. */
  readonly own: readonly string[];
  /** Of its values: `''.startsWith`. */
  readonly prototype: readonly string[];
}

const typedArray: Offered = {
  own: ['BYTES_PER_ELEMENT'],
  prototype: ['copyWithin', 'fill', 'join', 'set', 'slice', 'subarray', 'toString', 'length', 'buffer', 'byteLength', 'byteOffset'],
};
const error: Offered = { own: [], prototype: ['name', 'message', 'toString'] };
const words = (text: string): string[] => text.trim().split(/\s+/);

export const offeredObjects: Readonly<Record<string, Offered>> = {
  Object: {
    own: words(`assign create defineProperties defineProperty entries freeze getOwnPropertyDescriptor getOwnPropertyDescriptors
      getOwnPropertyNames getPrototypeOf is isExtensible isFrozen isSealed keys preventExtensions seal setPrototypeOf values`),
    prototype: words('hasOwnProperty isPrototypeOf propertyIsEnumerable toString valueOf'),
  },
  String: {
    own: words('fromCharCode fromCodePoint'),
    prototype: words(`charAt charCodeAt codePointAt concat endsWith includes indexOf lastIndexOf length match padEnd padStart repeat replace
      search slice split startsWith substr substring toLowerCase toString toUpperCase trim trimEnd trimStart valueOf`),
  },
  Number: {
    own: words(`EPSILON MAX_SAFE_INTEGER MAX_VALUE MIN_SAFE_INTEGER MIN_VALUE NEGATIVE_INFINITY NaN POSITIVE_INFINITY isFinite isInteger isNaN
      isSafeInteger parseFloat parseInt`),
    prototype: words('toExponential toFixed toPrecision toString valueOf'),
  },
  Boolean: { own: [], prototype: words('toString valueOf') },
  Math: {
    own: words(`E LN10 LN2 LOG10E LOG2E PI SQRT1_2 SQRT2 abs acos acosh asin asinh atan atan2 atanh cbrt ceil clz32 cos cosh exp expm1 floor
      fround hypot imul log log10 log1p log2 max min pow random round sign sin sinh sqrt tan tanh trunc`),
    prototype: [],
  },
  Date: {
    own: words('UTC now parse'),
    prototype:
      words(`getDate getDay getFullYear getHours getMilliseconds getMinutes getMonth getSeconds getTime getTimezoneOffset getUTCDate
      getUTCDay getUTCFullYear getUTCHours getUTCMilliseconds getUTCMinutes getUTCMonth getUTCSeconds setDate setFullYear setHours
      setMilliseconds setMinutes setMonth setSeconds setTime setUTCDate setUTCFullYear setUTCHours setUTCMilliseconds setUTCMinutes
      setUTCMonth setUTCSeconds toDateString toISOString toJSON toString toTimeString toUTCString valueOf`),
  },
  RegExp: { own: [], prototype: words('exec global ignoreCase lastIndex multiline source test toString') },
  JSON: { own: words('parse stringify'), prototype: [] },
  Array: {
    own: words('isArray of'),
    prototype:
      words(`concat copyWithin every fill filter find findIndex forEach includes indexOf join lastIndexOf length map pop push reduce
      reduceRight reverse shift slice some sort splice toString unshift`),
  },
  ArrayBuffer: { own: ['isView'], prototype: words('byteLength slice') },
  Int8Array: typedArray,
  Uint8Array: typedArray,
  Uint8ClampedArray: typedArray,
  Int16Array: typedArray,
  Uint16Array: typedArray,
  Int32Array: typedArray,
  Uint32Array: typedArray,
  Float32Array: typedArray,
  Float64Array: typedArray,
  Promise: { own: words('reject resolve'), prototype: words('catch finally then') },
  Error: error,
  EvalError: error,
  RangeError: error,
  ReferenceError: error,
  SyntaxError: error,
  TypeError: error,
  URIError: error,
};

/** Of functions; their constructor evaluates text, which the runtime does not do. */
export const offeredOfFunctions: readonly string[] = words('apply bind call length name toString');

/** Besides the objects; `console` has `log` and nothing else. */
export const offeredGlobals: readonly string[] = words(
  'globalThis decodeURI decodeURIComponent encodeURI encodeURIComponent isFinite isNaN parseFloat parseInt NaN Infinity undefined console',
);

/** Every name of a property that something offered has; `kvs` and what follows belong to the key-value store. */
export const offeredNames: ReadonlySet<string> = new Set([
  ...Object.values(offeredObjects).flatMap(({ own, prototype }) => [...own, ...prototype]),
  ...offeredOfFunctions,
  ...words('log kvs get exists count meta'),
]);
