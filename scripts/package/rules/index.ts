import type { Rule } from '../rule';
import { dependencyRules } from './dependencies';
import { exampleRules } from './examples';
import { manifestRules } from './manifest';
import { nodeRules } from './nodes';
import { tarballRules } from './tarball';
import { textRules } from './texts';

export const rules: Rule[] = [
  ...manifestRules,
  ...nodeRules,
  ...textRules,
  ...exampleRules,
  ...dependencyRules,
  ...tarballRules,
];

/** What the flow library's scorecard also looks at and cannot be known offline. */
export const UNCHECKED = [
  'P02  the name in the public repository: needs the repository',
  'P08  similar names, and N01 types of other packages: need the catalogue of the flow library',
  'D03  whether dependencies are the newest: needs the registry (npm outdated); deprecations are known as of the last npm install',
];
