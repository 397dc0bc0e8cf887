import { standardCheck } from './pod-standards.ts';

export const check = standardCheck('baseline');
