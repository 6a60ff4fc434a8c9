/** Which files are looked through for host pages when nobody names them. */
const kinds = ['html', 'htm', 'erb', 'haml', 'slim', 'php', 'jsp', 'jspf', 'cshtml', 'twig', 'ejs', 'hbs', 'njk', 'liquid', 'ftl', 'pug'];

/** In this repository features have development pages, and documents show tags; its hosts are applications. */
export const pagesOfWorkspace: readonly string[] = kinds.map((kind) => `apps/**/*.${kind}`);
export const pagesElsewhere: readonly string[] = kinds.map((kind) => `**/*.${kind}`);
