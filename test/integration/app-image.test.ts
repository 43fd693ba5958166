// Whether this program runs from an AppImage, or was only started in one.
import { realpathSync } from 'node:fs';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ownAppImage } from '../../main/domain/app-image.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';

const image = '/home/ada/Gatehouse.AppImage';

test('an AppImage counts only for the program that lies in its folder, whatever is inherited', async () => {
  const [mounted, other] = [await temporaryFolder(), await temporaryFolder()];
  const [link, deep] = [join(other, 'link'), join(mounted, 'usr')];
  await mkdir(deep);
  await symlink(mounted, link);
  const [executable, deeper, outside] = [join(mounted, 'app'), join(deep, 'app'), join(other, 'app')];
  await Promise.all([executable, deeper, outside].map((path) => writeFile(path, '')));
  const own = (program: string, folder?: string, file = image): string | undefined =>
    ownAppImage(program, { APPIMAGE: file, ...(folder !== undefined && { APPDIR: folder }) }, realpathSync);
  const named = {
    own: own(executable, mounted),
    deeper: own(deeper, mounted),
    byLink: own(executable, link),
    withSlash: own(executable, `${mounted}/`),
    ofAnother: own(outside, mounted),
    likeIt: own(`${mounted}-app`, mounted),
    withoutFolder: own(executable),
    emptyFolder: own(executable, ''),
    goneFolder: own(executable, join(other, 'gone')),
    emptyImage: own(executable, mounted, ''),
    nothing: ownAppImage(executable, { APPDIR: mounted }, realpathSync),
  };
  expect(Object.keys(named).filter((name) => Reflect.get(named, name) === image)).toEqual([
    'own',
    'deeper',
    'byLink',
    'withSlash',
  ]);
});
