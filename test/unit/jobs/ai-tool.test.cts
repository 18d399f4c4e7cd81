import type { INode } from 'n8n-workflow';
import { isAiTool } from '../../../nodes/shared/jobs/aiTool';

const node = (type: string) => ({
	getNode: () => ({ type: `n8n-nodes-pixverse.${type}` }) as INode,
});

describe('a node that an agent uses as a tool', () => {
	it('is known by what n8n says, as for agents up to version 2', () => {
		expect(isAiTool({ ...node('pixVerse'), isToolExecution: () => true })).toBe(true);
	});

	it('is known by its type, as for agents since version 3', () => {
		expect(isAiTool({ ...node('pixVerseTool'), isToolExecution: () => false })).toBe(true);
	});

	it('is known in an n8n that does not say', () => {
		expect(isAiTool(node('pixVerseTool'))).toBe(true);
	});

	it('is none in a workflow', () => {
		expect(isAiTool({ ...node('pixVerse'), isToolExecution: () => false })).toBe(false);
		expect(isAiTool(node('pixVerse'))).toBe(false);
	});
});
