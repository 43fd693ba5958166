// The AppImage that this program runs from. What an AppImage starts inherits its variables, whatever program that is: in the
// terminal of an editor that is an AppImage, they name the editor.

/**
 * The file itself; undefined where the program does not lie in the folder that the variables name beside it.
 * @param executable the program that runs
 * @param realPath where a path really lies; throws where there is nothing
 */
export function ownAppImage(
  executable: string,
  environment: Readonly<Record<string, string | undefined>>,
  realPath: (path: string) => string,
): string | undefined {
  const { APPIMAGE: image = '', APPDIR: folder = '' } = environment;
  if (image === '' || folder === '') return undefined;
  try {
    return realPath(executable).startsWith(`${realPath(folder)}/`) ? image : undefined;
  } catch {
    return undefined;
  }
}
