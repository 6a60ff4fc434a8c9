/* The surveys that a teacher is asked to answer: a list of AngularJS, with an element in each card. */
angular.module('staffRoom').controller('Surveys', function () {
  const surveys = {};

  surveys.all = [
    { id: '42', title: 'How is school going?' },
    { id: '7', title: 'Watching over the way home' },
  ];
  surveys.moveUp = function (index) {
    surveys.all.splice(index - 1, 0, surveys.all.splice(index, 1)[0]);
  };
  surveys.progress = function (survey, event) {
    survey.answered = event.detail.answered;
    survey.total = event.detail.total;
  };
  surveys.submitted = function (survey) {
    survey.done = true;
  };
  surveys.stateOf = function (survey) {
    if (survey.done) return 'Sent';
    return survey.answered ? survey.answered + ' of ' + survey.total : 'Not begun';
  };
  return surveys;
});
