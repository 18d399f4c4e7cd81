import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { fromPath } from '../parameters.cts';
import type { TestBed } from '../test-bed.cts';
import { findField, getOptionValues } from './editor.cts';

export const image = fromPath('upload/a.png');

/** A list of files in the parameter of this name, each the same image. */
export const listImages = (name: string, count: number): INodeParameters => ({
	[name]: { entries: Array.from({ length: count }, () => ({ file: image })) },
});

/** The values that the editor offers, except the default. */
export const getOffered = (parameters: INodeParameters, name: string): unknown[] =>
	getOptionValues(findField(parameters, name)).filter((value) => value !== '' && value !== 0);

/** Validates the requests of the items in a dry run. @returns the error message, or an empty text */
export async function getValidationError(
	testBed: TestBed,
	parameters: INodeParameters,
	items: Array<{ json: IDataObject }> = [{ json: {} }],
): Promise<string> {
	const options = { ...(parameters.options as INodeParameters | undefined), dryRun: true };
	const { error } = await testBed.run({ ...parameters, options }, { items });
	expect(testBed.simulator.requests).toHaveLength(0);
	return error === undefined ? '' : error.message;
}
