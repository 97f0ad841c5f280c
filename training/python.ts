import { execFileSync } from 'node:child_process';

/**
 * The interpreter that GRIDLOOM_PYTHON names, or python3.
 * @throws Error that says which module is missing and where to read on
 */
export function trainingPython(modules: readonly string[]): string {
  const python = process.env.GRIDLOOM_PYTHON || 'python3';
  try {
    execFileSync(python, ['-c', `import ${modules.join(', ')}`], { stdio: 'pipe' });
  } catch (error) {
    const reason = String((error as { stderr?: Buffer }).stderr ?? error)
      .trim()
      .split('\n')
      .at(-1);
    throw new Error(`${python} can't train: ${reason}; see training/README.md and set GRIDLOOM_PYTHON`);
  }
  return python;
}

/** On one thread: on two the LSTM is slower, and a training beside other work too. */
export function runPython(python: string, args: readonly string[]): void {
  execFileSync(python, args, { stdio: 'inherit', env: { ...process.env, OMP_NUM_THREADS: '1' } });
}
