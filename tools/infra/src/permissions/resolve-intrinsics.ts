/** CloudFormation's references (`Ref`, `Fn::GetAtt`, `Fn::Join`, `Fn::Sub`) replaced by values. */

/**
 * @param values by what is referred to: `AWS::Region`, `Bucket83908E77`, `Bucket83908E77.Arn`
 * @throws {Error} something refers to what has no value, or by a function that is not understood here.
 */
export function resolveIntrinsics(value: unknown, values: Readonly<Record<string, string>>): unknown {
  const valueOf = (name: string): string => {
    const found = Object.hasOwn(values, name) ? values[name] : undefined;
    if (found === undefined) throw new Error(`Nothing says what ${name} stands for.`);
    return found;
  };
  const resolve = (given: unknown): unknown => {
    if (Array.isArray(given)) return given.map(resolve);
    if (typeof given !== 'object' || given === null) return given;
    const [[name, argument] = ['', undefined], ...others] = Object.entries(given);
    if (others.length > 0 || !(name === 'Ref' || name.startsWith('Fn::'))) {
      return Object.fromEntries(Object.entries(given).map(([key, inner]) => [key, resolve(inner)]));
    }
    if (name === 'Ref' && typeof argument === 'string') return valueOf(argument);
    if (name === 'Fn::GetAtt' && Array.isArray(argument)) return valueOf(argument.join('.'));
    if (name === 'Fn::Join' && Array.isArray(argument) && Array.isArray(argument[1]))
      return argument[1].map((part: unknown) => String(resolve(part))).join(String(argument[0]));
    if (name === 'Fn::Sub' && typeof argument === 'string')
      return argument.replace(/\$\{([^!}][^}]*)\}/g, (_, inner: string) => valueOf(inner));
    throw new Error(`${name} of ${JSON.stringify(argument)} is not understood here.`);
  };
  return resolve(value);
}
