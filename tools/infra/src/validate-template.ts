/** A template checked against AWS's own schemas and rules, without network. */
import { CelEngine, type StandardDiagnostic, TemplateFile } from '@aws/cloudformation-validate';

/** Notes that hold for every template, and why they are not for this one. */
const acceptedNotes: Readonly<Record<string, string>> = {
  I1022: 'CDK writes Fn::Join; nobody edits the template.',
  I9001: 'Says of each name that changing it makes a new resource, as it should: the buckets are kept.',
  I9040: 'Tags are on the stack, from which its resources have them.',
};

/** What is not accepted, most severe first in nobody's order but the template's. */
export function validateTemplate(path: string): readonly StandardDiagnostic[] {
  // It holds memory that no garbage collector sees.
  const engine = new CelEngine();
  try {
    return engine.validateStandard(new TemplateFile(path), { exclude: { ids: Object.keys(acceptedNotes) } }).diagnostics;
  } finally {
    engine.free();
  }
}
