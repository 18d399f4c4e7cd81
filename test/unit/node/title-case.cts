/** Short words that are lower case within a title. */
const LOWER_CASE_WORDS = 'a|an|and|as|at|but|by|for|from|in|of|on|or|per|the|to|via|with';
/** A name in Title Case, e.g. `Create or Update`. */
export const TITLE_CASE = new RegExp(
	`^[A-Z0-9][\\w’'.]*([ -/]+(([A-Z0-9&(][\\w’'.)…-]*)|${LOWER_CASE_WORDS}))*\\)?…?$`,
);
