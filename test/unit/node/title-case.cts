/** Short words stay small inside of a title. */
const SMALL = 'a|an|and|as|at|but|by|for|from|in|of|on|or|per|the|to|via|with';
/** A name as the editor writes them, e.g. `Create or Update`. */
export const TITLE_CASE = new RegExp(
	`^[A-Z0-9][\\w’'.]*([ -/]+(([A-Z0-9&(][\\w’'.)…-]*)|${SMALL}))*\\)?…?$`,
);
