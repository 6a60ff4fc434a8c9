/** `surveyId` → `survey-id`: how inputs and outputs are called in HTML. */
export const dashed = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
