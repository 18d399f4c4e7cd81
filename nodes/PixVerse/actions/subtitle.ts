/** The parameters that distinguish nodes of the same operation, in this order, with the text around their values. */
const PARTS: Readonly<Record<string, string>> = {
	mode: '#',
	type: '#',
	templateId: '#',
	style: '#',
	speechSource: 'from #',
	speakerId: '#',
	videoId: '#',
	imageId: '#',
	musicId: '#',
	speechId: '#',
	jobId: '#',
	file: 'from #',
	model: '#',
	restyleId: '#',
	voiceId: '#',
	quality: '#',
	effectQuality: '#',
	duration: '# s',
	email: '#',
	account: '#',
	returnAll: 'all',
	limit: 'up to #',
	toolLimit: 'up to #',
};

/**
 * The subtitle of a node on the canvas, e.g. "v6, 720p, 8 s": the name of the node usually says what it does. The action
 * name if nothing is set. Parameters are read raw: an expression is shown as entered, because the canvas often has no data
 * to evaluate it with. Parameters that an AI agent fills in aren't shown.
 *
 * n8n ends an expression at two adjacent closing braces, so the code must not contain them.
 */
export const buildSubtitle = (actionNames: Readonly<Record<string, string>>) =>
	`={{ ((all) => Object.entries(${JSON.stringify(PARTS)}).map(([name, words]) => {
		const given = all[name];
		const value = (name !== "model" && given?.cachedResultName) || (given?.value ?? given);
		const text = String(value || "").split(" · ")[0].replace(/^[={\\s]+|[}\\s]+$/g, "").replace(/^user:.*-(?=\\w+:\\d+$)/, "");
		return text && !/fromAI\\(/.test(text) && typeof value !== "object" ? words.replace("#", () => text) : "";
	}).filter(Boolean).join(", ") || (${JSON.stringify(actionNames)})[all.resource + " " + all.operation])($rawParameter.toJSON()) }}`;
