-- Whose spells changed since a moment.
create index spell_by_learnt on spell (learnt_at);
