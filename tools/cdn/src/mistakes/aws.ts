/** What keeps the AWS stack from being made. */
export const aws = {
  PT_AWS_SETTINGS: ({ problems }: { problems: readonly string[] }) => ({
    sentence: `The AWS stack cannot be made from these settings: ${problems.join('; ')}.`,
    remedy: 'Correct `aws` in pintag.config.ts; docs/aws.md shows every field. Nothing has been changed in AWS.',
  }),
  PT_DEPLOY: ({ status }: { status: number }) => ({
    sentence: `\`cdk deploy\` did not finish (exit code ${status}). It has said why above.`,
    remedy: 'Mend what it names and run `npx nx deploy infra` again: it goes on from what is there.',
  }),
} as const;
