/* The staff room's shell: which screen is shown, who is signed in, what has been changed. */
angular.module('staffRoom', []).controller('StaffRoom', [
  '$scope',
  '$http',
  '$location',
  '$rootScope',
  function ($scope, $http, $location, $rootScope) {
    const staff = {};
    let session;

    /* On a developer's machine the address may name another backend: ?api=http://127.0.0.1:4300 */
    const atHome = location.hostname === 'localhost' || location.hostname === '127.0.0.1';
    staff.api = (atHome && new URLSearchParams(location.search).get('api')) || window.staffRoom.api;
    staff.screens = [
      { id: 'duties', title: 'Duty roster' },
      { id: 'calendar', title: 'Calendar' },
      { id: 'surveys', title: 'Surveys' },
    ];
    staff.languages = [
      { tag: 'en-GB', name: 'English' },
      { tag: 'ja', name: '日本語' },
    ];
    staff.language = 'en-GB';
    staff.changes = [];
    staff.signedOut = false;

    $rootScope.$on('$locationChangeSuccess', function () {
      const wanted = $location.path().slice(1);
      const known = staff.screens.some(function (screen) {
        return screen.id === wanted;
      });
      staff.screen = known ? wanted : 'duties';
    });

    /* What the elements send with each request. They take a promise of AngularJS as well as any other. */
    function headers() {
      session = session || $http.get(staff.api + '/api/session', { withCredentials: true });
      return session.then(
        function (response) {
          return { 'X-CSRF-Token': response.data.csrfToken };
        },
        function (failure) {
          session = undefined;
          throw new Error('No session: ' + failure.status);
        },
      );
    }
    staff.headers = headers;
    staff.signIn = function () {
      session = undefined;
      headers().then(function () {
        staff.signedOut = false;
        /* A new function tells the elements that asking again is worth it. */
        staff.headers = headers.bind(null);
      });
    };
    document.addEventListener('pintag-unauthorized', function () {
      $scope.$applyAsync(function () {
        staff.signedOut = true;
      });
    });

    staff.note = function (what, event) {
      const detail = event.detail || {};
      staff.changes.unshift({ at: new Date(), what: what, title: detail.event ? detail.event.title : detail.message });
    };
    return staff;
  },
]);
