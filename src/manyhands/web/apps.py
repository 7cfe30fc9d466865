from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "manyhands.web"
    label = "web"

    def ready(self) -> None:
        from django_q.signals import post_execute_in_worker

        from manyhands.web.jobs import keep_no_words

        # The one place between a job's end and its row that the queue lets us stand in.
        post_execute_in_worker.connect(keep_no_words, dispatch_uid="keep_no_words")
