/* <section staff-screen="calendar">: shown while that screen is chosen. Unlike ng-if it keeps what it has made: the content is
   detached and attached again, so that a half-written form is still there. */
angular.module('staffRoom').directive('staffScreen', function () {
  return {
    restrict: 'A',
    transclude: 'element',
    priority: 600,
    terminal: true,
    link: function (scope, anchor, attributes, controller, transclude) {
      let content;
      scope.$watch('staff.screen', function (screen) {
        if (screen !== attributes.staffScreen) {
          if (content) content.detach();
        } else if (content) {
          anchor.after(content);
        } else {
          transclude(function (clone) {
            content = clone;
            anchor.after(clone);
          });
        }
      });
    },
  };
});
