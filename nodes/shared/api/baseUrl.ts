/** The base URL of a credential without trailing slashes and API version. */
export function normalizeBaseUrl(baseUrl: unknown): string {
	return String(baseUrl ?? '')
		.trim()
		.replace(/\/+$/, '')
		.replace(/\/v2(\/pixverse)?$/, '');
}

/** Whether a text is an http or https URL with a host. */
export function isHttpUrl(url: string): boolean {
	return /^https?:\/\/[^\s/]+/i.test(url);
}
