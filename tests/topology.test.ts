import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { Variables } from '../config/settingVariables.js';

const root = join(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

const service = z.looseObject({
  image: z.string().optional(),
  build: z.string().optional(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).optional(),
  volumes: z.array(z.string()).optional(),
  ports: z.array(z.string()).optional(),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).optional(),
  healthcheck: z.looseObject({}).optional(),
  entrypoint: z.array(z.string()).optional(),
});
const compose = z
  .looseObject({ services: z.record(z.string(), service), volumes: z.record(z.string(), z.unknown()) })
  .parse(parse(read('docker-compose.yml'), { merge: true }));
const services = Object.entries(compose.services);

/** No container engine is needed for these: what the files say must fit together, and fit the product. */
describe('the production topology as files', () => {
  test('every image has a version of its own', () => {
    for (const [, { image, build }] of services) {
      if (build !== undefined) continue;
      expect(image).toMatch(/:[v\d][\w.-]+$/);
      expect(image).not.toContain('latest');
    }
  });

  test('every setting is one that Rollcall reads', () => {
    const known = Object.keys(Variables.shape).map((name) => `ROLLCALL_${name}`);
    for (const name of ['api', 'worker', 'migrate']) {
      const environment = compose.services[name]?.environment ?? {};
      const ours = Object.keys(environment).filter((variable) => variable.startsWith('ROLLCALL_'));
      expect(ours.length).toBeGreaterThan(0);
      for (const variable of ours) expect(known).toContain(variable);
    }
  });

  test('every command is one that the command line has', () => {
    const commands = read('cli/commands/processes.ts');
    for (const name of ['api', 'worker', 'migrate']) {
      expect(compose.services[name]?.command).toEqual([name]);
      expect(commands).toContain(`.command('${name}')`);
    }
  });

  test('no service waits for one that does not exist, or for health that is not asked', () => {
    for (const [, { depends_on: waits = {} }] of services)
      for (const [other, { condition }] of Object.entries(waits)) {
        expect(Object.keys(compose.services)).toContain(other);
        if (condition === 'service_healthy') expect(compose.services[other]?.healthcheck).toBeDefined();
      }
  });

  test("PostgreSQL's data has a named volume, and no secret has a default", () => {
    expect(compose.services['postgres']?.volumes).toEqual(['postgres-data:/var/lib/postgresql']);
    expect(Object.keys(compose.volumes)).toContain('postgres-data');
    const text = read('docker-compose.yml');
    for (const secret of ['POSTGRES_PASSWORD', 'ROLLCALL_PAYLOAD_KEYS']) {
      expect(text).toContain(`\${${secret}:?`);
      expect(text).not.toContain(`\${${secret}:-`);
      expect(read('.env.example')).toContain(`${secret}=\n`);
    }
  });

  test('ports are published on this machine only', () => {
    for (const [, { ports = [] }] of services) for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  test('what is mounted is there, and registers every search attribute and the retention', () => {
    for (const file of ['schema.sh', 'namespace.sh', 'dynamic-config.yaml'])
      expect(existsSync(join(root, 'deploy/temporal', file))).toBe(true);
    const job = read('deploy/temporal/namespace.sh');
    for (const attribute of ['Authority=Keyword', 'CaseStatus=Keyword', 'Pack=Keyword', 'NextWake=Datetime'])
      expect(job).toContain(attribute);
    expect(job).toContain('--retention 720h');
  });

  test('the image copies every data file that the product reads, runs as no root, and starts by the launcher', () => {
    const image = read('Dockerfile');
    expect(image).toContain('COPY --from=build /app/config ./config');
    expect(image).toContain('USER node');
    expect(image).toMatch(/^ENTRYPOINT \["node", "bin\/rollcall.js"\]$/m);
    expect(image).not.toContain('alpine');
  });
});
