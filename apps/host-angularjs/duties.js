/* The duty roster: the screen that is still AngularJS. */
angular.module('staffRoom').controller('Duties', [
  'dateFilter',
  function (dateFilter) {
    const duties = {};
    let nextId = 100;

    duties.me = 'M. Sato';
    duties.search = '';
    duties.onlyMine = false;
    duties.order = 'day';
    duties.reverse = false;
    duties.draft = {};
    duties.columns = [
      { id: 'day', title: 'Day' },
      { id: 'time', title: 'Time' },
      { id: 'place', title: 'Place' },
      { id: 'teacher', title: 'Teacher' },
    ];
    duties.all = [
      { id: 1, day: new Date(2026, 10, 23), time: '07:45', place: 'Main gate', teacher: 'M. Sato' },
      { id: 2, day: new Date(2026, 10, 23), time: '12:30', place: 'Canteen', teacher: 'R. Okafor' },
      { id: 3, day: new Date(2026, 10, 24), time: '07:45', place: 'Main gate', teacher: 'K. Ito' },
      { id: 4, day: new Date(2026, 10, 24), time: '12:30', place: 'Library', teacher: '' },
      { id: 5, day: new Date(2026, 10, 25), time: '15:15', place: 'Bus stop', teacher: 'H. Lindqvist' },
      { id: 6, day: new Date(2026, 10, 26), time: '12:30', place: 'Canteen', teacher: 'M. Sato' },
      { id: 7, day: new Date(2026, 10, 27), time: '15:15', place: 'Bus stop', teacher: '' },
    ];

    duties.matches = function (duty) {
      const wanted = duties.search.toLowerCase();
      if (duties.onlyMine && duty.teacher !== duties.me) return false;
      return (duty.place + ' ' + duty.teacher).toLowerCase().indexOf(wanted) >= 0;
    };
    duties.sortBy = function (column) {
      duties.reverse = duties.order === column && !duties.reverse;
      duties.order = column;
    };
    duties.sortOf = function (column) {
      if (duties.order !== column) return undefined;
      return duties.reverse ? 'descending' : 'ascending';
    };
    duties.take = function (duty) {
      duty.teacher = duties.me;
    };
    duties.giveBack = function (duty) {
      duty.teacher = '';
    };
    duties.add = function (form) {
      duties.all.push({
        id: nextId++,
        day: duties.draft.day,
        time: dateFilter(duties.draft.time, 'HH:mm'),
        place: duties.draft.place,
        teacher: '',
      });
      duties.draft = {};
      form.$setPristine();
    };
    return duties;
  },
]);
