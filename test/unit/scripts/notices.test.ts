// The words about rights in a package: whose software, under which licence, in the form that Debian reads.
import { expect, test } from 'vitest';
import { copyrightText, thirdPartyNotices } from '../../../scripts/build/notices.ts';

test('the notices list every package first and then give its words', () => {
  const text = thirdPartyNotices(
    '1.0.0',
    { electron: '45.0.0', chromium: '150.0.1.2', node: '24.1.0', source: 'official' },
    [
      { name: '@scope/one', version: '1.2.3', licence: 'MIT', text: 'Words of one.' },
      { name: 'two', version: '2.0.0', licence: 'ISC', text: 'Words of two,\nin two lines.' },
    ],
  );
  const line = '='.repeat(78);
  expect(text.slice(text.indexOf('  @scope'))).toBe(
    [
      '  @scope/one 1.2.3 (MIT)',
      '  two 2.0.0 (ISC)',
      '',
      line,
      '@scope/one 1.2.3',
      line,
      '',
      'Words of one.',
      '',
      line,
      'two 2.0.0',
      line,
      '',
      'Words of two,',
      'in two lines.',
      '',
    ].join('\n'),
  );
});

test('the copyright file has the holder, and the words of the licence as one paragraph', () => {
  const text = copyrightText(
    'MIT License\n\nCopyright (c) 2026 Ada and others\n\nPermission is granted.\n\nNo warranty.\n',
  );
  expect(text.slice(text.indexOf('Files'))).toBe(
    [
      'Files: *',
      'Copyright: 2026 Ada and others',
      'License: Expat',
      ' Permission is granted.',
      ' .',
      ' No warranty.',
      '',
    ].join('\n'),
  );
});
