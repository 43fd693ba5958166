// The course of the choice between accounts: what is remembered of it, how it moves, and what serves by it (design §9).
export { afterChoice } from './by-hand.ts';
export { choiceAt } from './choice.ts';
export { courseFrom, initialCourse, type Course } from './course-memory.ts';
export { nextCourse } from './next-course.ts';
export { chooseForTask } from './task-choice.ts';
