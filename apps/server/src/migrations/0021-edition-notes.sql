-- Why: a list of editions says who and when; the note says what for, in the words of who published it.

alter table edition add column note text;
