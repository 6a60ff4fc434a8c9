/* The page's own script, as it might have been written years ago: no build, no modules. */
(function () {
  /* On a developer's machine the address may name another backend: ?api=http://127.0.0.1:4300 */
  const atHome = location.hostname === 'localhost' || location.hostname === '127.0.0.1';
  const api = (atHome && new URLSearchParams(location.search).get('api')) || window.school.api;
  const elements = document.querySelectorAll('pt-questionnaire, pt-calendar');
  const signedOut = document.getElementById('signed-out');
  const activity = document.getElementById('activity');
  let token;

  /* The session's CSRF token, asked for once; every element sends it with what it writes. */
  function openSession() {
    token = fetch(api + '/api/session', { credentials: 'include' })
      .then(function (response) {
        return response.json();
      })
      .then(function (session) {
        return session.csrfToken;
      });
    /* Without a session there is no token; the next request asks again. */
    token.catch(function () {
      token = undefined;
    });
    return token;
  }

  function headers() {
    return (token || openSession()).then(function (csrfToken) {
      return { 'X-CSRF-Token': csrfToken };
    });
  }

  /* Properties may be set before the element's script has arrived. */
  elements.forEach(function (element) {
    element.api = api;
    element.headers = headers;
  });

  document.addEventListener('pintag-unauthorized', function () {
    signedOut.hidden = false;
  });
  document.getElementById('sign-in').addEventListener('click', function () {
    openSession().then(function () {
      signedOut.hidden = true;
      /* A new function tells the elements that asking again is worth it. */
      elements.forEach(function (element) {
        element.headers = headers.bind(null);
      });
    });
  });

  [
    'survey-loaded',
    'survey-progress',
    'survey-submitted',
    'calendar-view-change',
    'calendar-date-selected',
    'calendar-event-created',
    'calendar-event-changed',
    'calendar-event-deleted',
    'pintag-error',
    'pintag-unauthorized',
  ].forEach(function (name) {
    document.addEventListener(name, function (event) {
      const line = document.createElement('li');
      const detail = event.detail === undefined ? '' : ' ' + JSON.stringify(event.detail);
      line.dataset.event = name;
      line.textContent = event.target.localName + ': ' + name + (detail.length > 200 ? detail.slice(0, 200) + '…' : detail);
      activity.append(line);
    });
  });
})();
