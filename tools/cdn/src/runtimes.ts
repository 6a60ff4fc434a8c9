/** What a shared runtime is called: after its content, so that the same bytes have one URL, and anybody who has the bytes can check the name. */
import { PintagError } from './errors.ts';

/** Hexadecimal digits of the digest in a name. */
const digits = 16;
const names = new RegExp(`^[a-z][a-z0-9]*-\\d+\\.\\d+\\.\\d+(-[0-9a-z]+(\\.[0-9a-z]+)*)?-[0-9a-f]{${digits}}$`);

/**
 * @param title what people know it by, with its version: `angular-22.1.7`
 * @param digest of its bundle, as `digestOf` and `packBundle` give it
 * @throws {PintagError} PT_RUNTIME_NAME
 * @example nameRuntime('angular-22.1.7', digestOf(await packBundle(files))) // 'angular-22.1.7-0f2c9a41d07be358'
 */
export const nameRuntime = (title: string, digest: string): string => checkRuntimeName(`${title}-${digest.slice(0, digits)}`);

/** Whether a bundle with this digest is what `name` stands for. */
export const isRuntimeNamed = (name: string, digest: string): boolean => name.endsWith(`-${digest.slice(0, digits)}`);

/**
 * @returns `name`, when it is that of a runtime, and a URL can carry it.
 * @throws {PintagError} PT_RUNTIME_NAME
 */
export function checkRuntimeName(name: string): string {
  if (!isRuntimeName(name)) throw new PintagError('PT_RUNTIME_NAME', { name });
  return name;
}

export const isRuntimeName = (name: string): boolean => names.test(name);
