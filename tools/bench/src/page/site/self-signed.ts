/** A certificate for this machine, made anew each time: browsers speak HTTP/2 over TLS only. Node can sign, but writes no certificates; so it is put together here. */
import { createHash, generateKeyPairSync, sign } from 'node:crypto';

export interface Certificate {
  /** PEM. */
  readonly key: string;
  /** PEM. */
  readonly cert: string;
  /** Base64 SHA-256 of the public key, as Chromium's `--ignore-certificate-errors-spki-list` takes it. */
  readonly fingerprint: string;
}

/** X.509 version 3, ECDSA P-256, for `127.0.0.1` and `localhost`. @param now Valid from the day before until the day after. */
export function selfSigned(now: Date): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const name = sequence(set(sequence(commonName, der(tag.utf8, Buffer.from('localhost')))));
  const signature = sequence(ecdsaWithSha256);
  const alternatives = sequence(der(tag.ipAddress, Buffer.from([127, 0, 0, 1])), der(tag.dnsName, Buffer.from('localhost')));
  const body = sequence(
    der(tag.version, integer(2)),
    integer(1),
    signature,
    name,
    sequence(time(now.getTime() - day), time(now.getTime() + day)),
    name,
    spki,
    der(tag.extensions, sequence(sequence(subjectAltName, der(tag.octets, alternatives)))),
  );
  // The first byte of a bit string counts the bits that are too many.
  const signed = der(tag.bits, Buffer.from([0]), sign('sha256', body, privateKey));
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: pem(sequence(body, signature, signed)),
    fingerprint: createHash('sha256').update(spki).digest('base64'),
  };
}

const day = 86_400_000;

/** ITU-T X.690: tag, length, content. */
const tag = {
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  object: 0x06,
  utf8: 0x0c,
  utcTime: 0x17,
  sequence: 0x30,
  set: 0x31,
  version: 0xa0,
  extensions: 0xa3,
  dnsName: 0x82,
  ipAddress: 0x87,
} as const;

function der(kind: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  const { length } = body;
  const head = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([kind, ...head]), body]);
}

const sequence = (...content: readonly Uint8Array[]): Buffer => der(tag.sequence, ...content);
const set = (...content: readonly Uint8Array[]): Buffer => der(tag.set, ...content);
const integer = (value: number): Buffer => der(tag.integer, Buffer.from([value]));
const object = (...bytes: readonly number[]): Buffer => der(tag.object, Buffer.from(bytes));
/** `261122083000Z` */
const time = (at: number): Buffer => der(tag.utcTime, Buffer.from(`${new Date(at).toISOString().replace(/\D/g, '').slice(2, 14)}Z`));

const commonName = object(0x55, 0x04, 0x03);
const subjectAltName = object(0x55, 0x1d, 0x11);
const ecdsaWithSha256 = object(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02);

const pem = (body: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${body.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
