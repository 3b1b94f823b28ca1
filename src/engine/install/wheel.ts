/** A TensorFlow wheel that carries its C library and headers. */
export interface Wheel {
  readonly requirement: string;
  readonly sha256: string;
  /** For pip; no Python of that version has to be installed, since none of its code runs. */
  readonly pythonVersion: string;
  readonly platforms: readonly string[];
  /** Bytes to download. */
  readonly bytes: number;
}

/**
 * The wheels by `process.platform` and `process.arch`. TensorFlow 2.12.1 is the first whose wheel has
 * libtensorflow_cc as a library of its own, and the smallest; tfjs-node asks for 2.9.1, and the C
 * functions that it uses are the same. Only Linux on x64 has been tried.
 */
export const WHEELS: Readonly<Record<string, Wheel>> = {
  'linux-x64': {
    requirement: 'tensorflow-cpu==2.12.1',
    sha256: '7ffb595707a8fb376deaddc768784c7a0242b16cbc6e06393b1733b2ce19f855',
    pythonVersion: '311',
    platforms: ['manylinux_2_17_x86_64', 'manylinux2014_x86_64'],
    bytes: 232e6,
  },
};

/** The libraries in the wheel, and the names under which the binding is linked against them. */
export const LIBRARIES: Readonly<Record<string, string>> = {
  'libtensorflow_cc.so.2': 'libtensorflow.so',
  'libtensorflow_framework.so.2': 'libtensorflow_framework.so',
};

/** Python that unpacks the headers and libraries of the wheel argv[1] into the folder argv[2]. */
export const UNPACK = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as wheel:
    for name in wheel.namelist():
        if name.startswith(('tensorflow/include/', 'tensorflow/libtensorflow')):
            wheel.extract(name, sys.argv[2])
`;
