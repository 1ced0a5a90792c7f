// A browser's first formatter looks through all the languages that the browser knows. What it finds is there for every
// formatter after it, also for the page's. The worker's name is the locale.
new Intl.NumberFormat(self.name).format(1);
new Intl.DateTimeFormat(self.name, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }).format(0);
new Intl.ListFormat(self.name).format([]);
self.close();
