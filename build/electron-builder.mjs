// @ts-check
/**
 * How the desktop program is packaged. Every bundled library is a development dependency, so that the
 * archive holds our bundles and the one runtime package; native files lie beside the archive because
 * they cannot be loaded from inside it.
 *
 * @type {import('electron-builder').Configuration}
 */
export const packaging = {
  appId: 'dev.moe-workbench',
  productName: 'MoE Workbench',
  directories: { output: 'build/out/package', buildResources: 'build/resources' },
  files: [
    'package.json',
    'build/out/app/**',
    'build/out/native/*.so',
    'build/out/native/*.node',
    '!build/out/native/libmoe_{faulty,slowed,cpu_to_slow}.so',
    '!**/.built',
    '!**/node_modules/@photostructure/sqlite/{src,scripts,doc,test}/**',
    '!**/node_modules/@photostructure/sqlite/prebuilds/!(${platform}-${arch})/**',
    '!**/node_modules/node-addon-api/**',
  ],
  asarUnpack: ['**/*.node', '**/*.so'],
  npmRebuild: false,
  fileAssociations: [
    {
      ext: 'moerun',
      name: 'MoE Workbench run',
      mimeType: 'application/x-moerun',
      role: 'Viewer',
    },
  ],
  linux: {
    target: ['AppImage', 'deb', 'tar.gz'],
    category: 'Development',
    icon: 'build/resources/icon.png',
    maintainer: 'The MoE Workbench developers',
  },
  electronFuses: {
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    grantFileProtocolExtraPrivileges: false,
  },
};

export default packaging;
