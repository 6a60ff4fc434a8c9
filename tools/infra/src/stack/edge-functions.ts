/** The edge functions as tools/cdn writes them, and the store of the channels that the first one asks. */
import { edgeFunctions, type EdgeFunctionEvent } from '@pintag/cdn/edge-function';
import type { Stack } from 'aws-cdk-lib';
import {
  Function as CloudFrontFunction,
  type FunctionAssociation,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  KeyValueStore,
} from 'aws-cdk-lib/aws-cloudfront';

export interface EdgeFunctions {
  readonly keyValueStore: KeyValueStore;
  readonly associations: FunctionAssociation[];
}

export function addEdgeFunctions(stack: Stack): EdgeFunctions {
  const keyValueStore = new KeyValueStore(stack, 'ChannelStore', {
    keyValueStoreName: `${stack.stackName}-channels`,
    comment: 'channel/feature to version; what _channels/ in the bucket says is the truth',
  });
  const add = (id: string, event: EdgeFunctionEvent, eventType: FunctionEventType, store?: KeyValueStore): FunctionAssociation => ({
    eventType,
    function: new CloudFrontFunction(stack, id, {
      functionName: `${stack.stackName}-${event}`,
      comment: `Pintag, ${event}`,
      code: FunctionCode.fromInline(edgeFunctions[event]),
      runtime: FunctionRuntime.JS_2_0,
      autoPublish: true,
      ...(store && { keyValueStore: store }),
    }),
  });
  return {
    keyValueStore,
    associations: [
      add('ViewerRequest', 'viewer-request', FunctionEventType.VIEWER_REQUEST, keyValueStore),
      add('ViewerResponse', 'viewer-response', FunctionEventType.VIEWER_RESPONSE),
    ],
  };
}
