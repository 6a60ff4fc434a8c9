/** S3's and CloudFront's XML in both directions. */
import { XMLBuilder, XMLParser } from 'fast-xml-parser';
import { AwsError } from './aws-error.ts';
import type { HttpResponse } from './http/message.ts';

/** Elements in order; an array repeats its element, `undefined` leaves it out. */
export interface XmlElements {
  readonly [name: string]: string | number | boolean | undefined | XmlElements | readonly (string | XmlElements)[];
}

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

export function toXml(root: string, elements: XmlElements, namespace?: string): string {
  const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@', suppressEmptyNode: false });
  const content = namespace ? { '@xmlns': namespace, ...withoutAbsent(elements) } : withoutAbsent(elements);
  // A parser turns a bare carriage return into a line feed, and a key may hold one.
  return declaration + builder.build({ [root]: content }).replaceAll('\r', '&#13;');
}

export const xmlResponse = (
  status: number,
  root: string,
  elements: XmlElements,
  { namespace, headers }: { namespace?: string; headers?: Readonly<Record<string, string>> } = {},
): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/xml', ...headers },
  body: Buffer.from(toXml(root, elements, namespace)),
});

function withoutAbsent(elements: XmlElements): Record<string, unknown> {
  const present = Object.entries(elements).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    present.map(([name, value]) => [
      name,
      Array.isArray(value)
        ? value.map((item: string | XmlElements) => (typeof item === 'string' ? item : withoutAbsent(item)))
        : typeof value === 'object'
          ? withoutAbsent(value as XmlElements)
          : String(value),
    ]),
  );
}

/**
 * Every value is a string; elements named in `lists` are always arrays.
 * @throws {AwsError} MalformedXML
 */
export function parseXml(text: string, lists: readonly string[]): unknown {
  const parser = new XMLParser({
    parseTagValue: false,
    ignoreAttributes: true,
    trimValues: false,
    ignoreDeclaration: true,
    isArray: (name) => lists.includes(name),
    // Switches numeric entities on: the SDK writes a carriage return as one.
    htmlEntities: true,
    // The defaults would refuse an upload of more than five hundred parts, whose quoted ETags are two entities each.
    processEntities: { enabled: true, maxTotalExpansions: 1_000_000, maxExpandedLength: 10_000_000 },
  });
  try {
    return parser.parse(text, true);
  } catch (error) {
    throw new AwsError(
      400,
      'MalformedXML',
      `The XML you provided was not well-formed: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
