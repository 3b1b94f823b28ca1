import { describe, expect, it } from 'vitest';
import { type KnownNames, resolveName } from '../../src/models/names.js';
import { thrownBy } from '../support/errors.js';

const KNOWN: KnownNames = {
  names: [
    'se-resnet-50',
    'paper/se-resnet-50',
    'paper/senet-154',
    'timm/resnet50',
    'timm/seresnet50',
    'timm/ecaresnet50t',
    'timm/seresnext50_32x4d',
    'paper/se-resnext-50',
    'timm/ResNet',
    'pytorchcv/resnet50',
    'pytorchcv/seresnet50',
    'torchvision/resnet50',
    'pretrainedmodels/se_resnet50',
  ],
  deprecated: new Map([['tv_resnet50', 'resnet50']]),
};

describe('resolveName', () => {
  it.each<[given: string, name: string, tag: string | null]>([
    ['se-resnet-50', 'se-resnet-50', null],
    ['timm/resnet50', 'timm/resnet50', null],
    ['timm/ResNet', 'timm/ResNet', null],
    ['ecaresnet50t', 'timm/ecaresnet50t', null],
    ['senet-154', 'paper/senet-154', null],
    ['se_resnet50', 'pretrainedmodels/se_resnet50', null],
    ['timm/resnet50.a1_in1k', 'timm/resnet50', 'a1_in1k'],
    ['timm/resnet50.fb_swsl_ig1b_ft_in1k', 'timm/resnet50', 'fb_swsl_ig1b_ft_in1k'],
    ['resnet50.a1_in1k', 'timm/resnet50', 'a1_in1k'],
    ['hf-hub:timm/resnet50.a1_in1k', 'timm/resnet50', 'a1_in1k'],
    ['hf_hub:timm/resnet50', 'timm/resnet50', null],
  ])('%s', (given, name, tag) => {
    expect(resolveName(given, KNOWN)).toEqual({ name, tag });
  });

  it.each<[given: string, code: string, message: string, hint: string | undefined]>([
    [
      'resnet50',
      'ambiguous-model',
      'resnet50 is a network of several sources: torchvision/resnet50, timm/resnet50 and pytorchcv/resnet50.',
      'Type one of them, such as torchvision/resnet50.',
    ],
    [
      'seresnet51',
      'unknown-model',
      'There is no model "seresnet51".',
      'Did you mean timm/seresnet50, pytorchcv/seresnet50?',
    ],
    [
      'pytorchcv/seresnet51',
      'unknown-model',
      'There is no model "pytorchcv/seresnet51".',
      'Did you mean pytorchcv/seresnet50, timm/seresnet50?',
    ],
    [
      'tv_resnet50',
      'deprecated-model',
      'timm has given up the name tv_resnet50; that network is timm/resnet50 now.',
      undefined,
    ],
    [
      'timm/tv_resnet50.x',
      'deprecated-model',
      'timm has given up the name tv_resnet50; that network is timm/resnet50 now.',
      undefined,
    ],
    // The nearest of the source that was named comes first, though another's is nearer.
    [
      'timm/seresnext50',
      'unknown-model',
      'There is no model "timm/seresnext50".',
      'Did you mean timm/seresnext50_32x4d, timm/seresnet50, paper/se-resnext-50?',
    ],
    [
      'timm',
      'unknown-model',
      'There is no model "timm".',
      'se-resnet list timm/ lists its networks.',
    ],
    // Only timm has tags, and an empty one is none.
    [
      'torchvision/resnet50.v2',
      'unknown-model',
      'There is no model "torchvision/resnet50.v2".',
      'Did you mean torchvision/resnet50, timm/resnet50, pytorchcv/resnet50?',
    ],
    ['timm/resnet50.', 'unknown-model', 'There is no model "timm/resnet50.".', expect.any(String)],
    [
      '',
      'unknown-model',
      'There is no model "".',
      'se-resnet list lists the models that have a name.',
    ],
    ['/', 'unknown-model', 'There is no model "/".', expect.any(String)],
    [
      'timm/',
      'unknown-model',
      'There is no model "timm/".',
      'se-resnet list timm/ lists its networks.',
    ],
    ['torchvision/tv_resnet50', 'unknown-model', expect.any(String), expect.any(String)],
    ['__proto__', 'unknown-model', expect.any(String), expect.any(String)],
  ])('refuses %j', (given, code, message, hint) => {
    expect(thrownBy(() => resolveName(given, KNOWN))).toMatchObject({ code, message, hint });
  });
});
