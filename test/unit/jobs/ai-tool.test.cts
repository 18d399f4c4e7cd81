import type { INode } from 'n8n-workflow';
import { isAiTool } from '../../../nodes/shared/jobs/aiTool';

const node = (type: string) => ({
	getNode: () => ({ type: `n8n-nodes-pixverse.${type}` }) as INode,
});

describe('isAiTool', () => {
	it('should recognize a tool by the execution context of agents up to version 2', () => {
		expect(isAiTool({ ...node('pixVerse'), isToolExecution: () => true })).toBe(true);
	});

	it('should recognize a tool by its node type, as for agents since version 3', () => {
		expect(isAiTool({ ...node('pixVerseTool'), isToolExecution: () => false })).toBe(true);
	});

	it('should recognize a tool in an n8n without that context', () => {
		expect(isAiTool(node('pixVerseTool'))).toBe(true);
	});

	it('should be false in a workflow', () => {
		expect(isAiTool({ ...node('pixVerse'), isToolExecution: () => false })).toBe(false);
		expect(isAiTool(node('pixVerse'))).toBe(false);
	});
});
