/** Digests in the spellings that are needed: a script tag's `integrity`, the checksum that S3 verifies, and a name for content. */
import { hash } from 'node:crypto';

/**
 * Subresource integrity of `bytes`.
 * @example integrityOf(Buffer.from('')) // 'sha384-OLBgp1GsljhM2TJ+sbHjaiH9txEUvgdDTAzHv2P24donTt6/529l+9Ua0vFImLlb'
 */
export const integrityOf = (bytes: Uint8Array): string => `sha384-${hash('sha384', bytes, 'base64')}`;

/** Base64 SHA-256 of `bytes`, as `x-amz-checksum-sha256` carries it. */
export const sha256Of = (bytes: Uint8Array): string => hash('sha256', bytes, 'base64');

/** Hex SHA-256. */
export const digestOf = (bytes: Uint8Array): string => hash('sha256', bytes);
