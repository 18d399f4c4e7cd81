/** Manual input of an account. */
export const emailMode = {
	name: 'email',
	displayName: 'By Email',
	placeholder: 'e.g. studio@example.com',
};
