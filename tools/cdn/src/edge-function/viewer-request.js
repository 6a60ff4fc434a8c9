// CloudFront Function (runtime 2.0) on viewer-request: what is not ours is missing, a channel leads to its version, and who takes
// brotli gets the stored copy. Whatever it answers itself passes no headers policy, so it brings all of its headers.
import cf from 'cloudfront';

const kvs = cf.kvs();
const tables = TABLES;

async function handler(event) {
  const request = event.request;
  const uri = request.uri;
  if (request.method === 'OPTIONS') return preflight(request.headers);
  if (uri.length > tables.longestUri || !tables.canonicalPath.test(uri)) return missing();
  const policy = policyOf(uri);
  if (policy === 'not-served') return missing();
  if (policy === 'channel') {
    const version = await versionOf(uri);
    return version === '' ? missing() : redirect(uri.replace(tables.channel, `/elements/v${version}/$2/main.js`));
  }
  if (tables.copied.includes(policy) && tables.text.test(uri) && takesBrotli(request.headers)) request.uri = `${uri}.br`;
  return request;
}

// The first row that matches counts; nothing can lie where none does.
function policyOf(uri) {
  const found = tables.policies.find((policy) => policy.path.test(uri));
  return found ? found.name : '';
}

// The store answers an unknown key by an error. A value that is no version leads nowhere.
async function versionOf(uri) {
  try {
    const version = await kvs.get(uri.replace(tables.channel, '$1/$2'));
    return tables.version.test(version) ? version : '';
  } catch (_error) {
    return '';
  }
}

function takesBrotli(headers) {
  const header = headers['accept-encoding'];
  if (!header) return false;
  const values = header.multiValue ? header.multiValue.map((each) => each.value).join() : header.value;
  const codings = values.toLowerCase().split(',');
  const named = (name) => codings.find((coding) => coding.split(';')[0].trim() === name);
  const coding = named('br') || named('*');
  if (!coding) return false;
  const weight = /;\s*q\s*=\s*([\d.]*)/.exec(coding);
  return weight === null || parseFloat(weight[1]) > 0;
}

function missing() {
  return {
    statusCode: 404,
    statusDescription: 'Not Found',
    headers: headersWith({
      'content-type': { value: tables.missing.contentType },
      'cache-control': { value: tables.missing.cacheControl },
    }),
    body: { encoding: 'text', data: tables.missing.body },
  };
}

function redirect(location) {
  return {
    statusCode: 307,
    statusDescription: 'Temporary Redirect',
    headers: headersWith({ location: { value: location }, 'cache-control': { value: tables.channelCacheControl } }),
  };
}

function preflight(asked) {
  const headers = headersWith({
    allow: { value: tables.methods },
    'cache-control': { value: 'no-store' },
    'access-control-allow-methods': { value: tables.methods },
    'access-control-max-age': { value: '600' },
  });
  const names = asked['access-control-request-headers'];
  if (names) headers['access-control-allow-headers'] = { value: names.value };
  return { statusCode: 204, statusDescription: 'No Content', headers: headers };
}

function headersWith(own) {
  return Object.assign({}, tables.headers, own);
}
