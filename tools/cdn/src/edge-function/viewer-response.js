// CloudFront Function (runtime 2.0) on viewer-response: what a headers policy cannot add. CloudFront does not run it from status 400 on.
const tables = TABLES;

function handler(event) {
  const headers = event.response.headers;
  Object.assign(headers, tables.always);
  if (tables.negotiated.test(event.request.uri)) Object.assign(headers, tables.vary);
  return event.response;
}
