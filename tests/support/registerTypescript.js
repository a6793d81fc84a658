// For a test that runs a source file as a process of its own, to kill it:
// node --import <this file> script.ts
import { register } from 'node:module';

register('./typescriptHooks.js', import.meta.url);
