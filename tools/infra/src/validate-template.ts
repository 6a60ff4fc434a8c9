/** Templates checked against AWS's own schemas and rules, without network. */
import { CelEngine, type StandardDiagnostic, TemplateFile } from '@aws/cloudformation-validate';

/** Notes that hold for every template, and why they are not for this one. */
const acceptedNotes: Readonly<Record<string, string>> = {
  I1022: 'CDK writes Fn::Join; nobody edits the template.',
  I9001: 'Says of each name that changing it makes a new resource, as it should: the buckets are kept.',
  I9040: 'Tags are on the stack, from which its resources have them.',
};

/** By template, what is not accepted. The engine takes seconds to start, so many are checked at once. */
export function validateTemplates(paths: readonly string[]): readonly (readonly StandardDiagnostic[])[] {
  // It holds memory that no garbage collector sees.
  const engine = new CelEngine();
  try {
    const exclude = { ids: Object.keys(acceptedNotes) };
    return paths.map((path) => engine.validateStandard(new TemplateFile(path), { exclude }).diagnostics);
  } finally {
    engine.free();
  }
}
