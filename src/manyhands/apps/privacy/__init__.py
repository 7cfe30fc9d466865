"""Who may see what of whom, until when, and who looked: private links, disclosure grants, the reader log, consent."""
