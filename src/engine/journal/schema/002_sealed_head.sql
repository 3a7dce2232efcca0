alter table journal_head add column sealed blob;
