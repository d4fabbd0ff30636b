"""What the messages of the usage charter say."""

from smtplib import SMTPException
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from accounts.mails import Mail, compose, subject_line
from charter.models import UsageInvitation, UsageMail
from charter.models.usage_mails import UsageMailKind
from charter.models.usage_signing import InvitationState
from charter.usage.links import code_of, link_of

# Subject, text and HTML of each kind; {charter} is the charter’s title.
WORDS: dict[str, tuple[str, str, str]] = {
    UsageMailKind.INVITATION: (
        "{charter}\u00a0: votre signature est demandée",
        "charter/usage/mail/invitation.txt",
        "charter/usage/mail/invitation.html",
    ),
    UsageMailKind.REMINDER: (
        "Rappel – {charter}\u00a0: votre signature est attendue",
        "charter/usage/mail/invitation.txt",
        "charter/usage/mail/invitation.html",
    ),
    UsageMailKind.SIGNED: (
        "{charter}\u00a0: votre signature est enregistrée",
        "charter/usage/mail/signed.txt",
        "charter/usage/mail/signed.html",
    ),
    UsageMailKind.RECEIVED: (
        "{charter}\u00a0: le comité a reçu votre message",
        "charter/usage/mail/request.txt",
        "charter/usage/mail/request.html",
    ),
    UsageMailKind.ANSWERED: (
        "{charter}\u00a0: le comité vous répond",
        "charter/usage/mail/request.txt",
        "charter/usage/mail/request.html",
    ),
}
CODE_SUBJECT = "Votre code de signature"


def mail_of(mail: UsageMail) -> Mail | None:
    """This message, written now; None when it says nothing useful any more."""
    if mail.kind in {UsageMailKind.INVITATION, UsageMailKind.REMINDER}:
        return _asking(mail)
    return _signed(mail) if mail.kind == UsageMailKind.SIGNED else _about_request(mail)


def send_code(invitation: UsageInvitation, minutes: int) -> bool:
    """Send the code to the address of the link, and to no other; False when no mail server takes it."""
    project = invitation.campaign.charter.project
    context = {
        "code": code_of(invitation),
        "minutes": minutes,
        "project": project,
        "version": invitation.campaign.version,
    }
    message = compose(
        to=invitation.email,
        # The code stays out of the subject, which phones show on a locked screen.
        subject=subject_line(project.name, CODE_SUBJECT),
        text="charter/usage/mail/code.txt",
        html="charter/usage/mail/code.html",
        context=context,
    )
    try:
        message.send()
    except (SMTPException, OSError):
        return False
    return True


def _asking(mail: UsageMail) -> Mail | None:
    invitation = _invitation(mail)
    again = mail.kind == UsageMailKind.REMINDER
    # Who refused is not reminded, but may be asked again by hand.
    wanted = invitation.is_pending or (not again and invitation.state is InvitationState.REFUSED)
    if not invitation.campaign.is_open or not wanted:
        return None
    signed_before = invitation.campaign.version.number > 1
    message = _compose(mail, invitation, {"url": link_of(invitation), "again": again, "new": signed_before})
    message.reply_to = [invitation.campaign.charter.project.manager.email]
    return message


def _signed(mail: UsageMail) -> Mail | None:
    from charter.usage.proofs import proof_json, proof_of

    invitation = _invitation(mail)
    signature = invitation.signed
    if signature is None or invitation.state is not InvitationState.SIGNED:
        return None
    context = {"signature": signature, "url": link_of(invitation)}
    message = _compose(mail, invitation, context)
    name = f"preuve-charte-d-usage-v{signature.version.number}.json"
    message.attach(name, proof_json(proof_of(signature)).decode(), "application/json")
    return message


def _about_request(mail: UsageMail) -> Mail | None:
    request = mail.request
    if request is None:
        return None
    charter = mail.charter
    invitation = request.invitation
    return compose(
        to=mail.to,
        subject=_subject(mail, charter.title, charter.project.name),
        text=WORDS[mail.kind][1],
        html=WORDS[mail.kind][2],
        context={
            "request_row": request,
            "charter": charter,
            "project": charter.project,
            "answered": mail.kind == UsageMailKind.ANSWERED,
            "url": link_of(invitation) if invitation and invitation.campaign.is_open else "",
        },
        headers={"Message-ID": _message_id(mail)},
    )


def _invitation(mail: UsageMail) -> UsageInvitation:
    return UsageInvitation.objects.select_related(
        "campaign__version", "campaign__charter__project__manager", "signature__version__charter__project"
    ).get(mails=mail)


def _compose(mail: UsageMail, invitation: UsageInvitation, context: dict[str, Any]) -> Mail:
    campaign = invitation.campaign
    project, title = campaign.charter.project, campaign.version.content["title"]
    shared = {"invitation": invitation, "campaign": campaign, "version": campaign.version, "project": project}
    return compose(
        to=mail.to,
        subject=_subject(mail, title, project.name),
        text=WORDS[mail.kind][1],
        html=WORDS[mail.kind][2],
        context={**shared, "title": title, "manager": project.manager, **context},
        headers={"Message-ID": _message_id(mail)},
    )


def _subject(mail: UsageMail, title: str, project: str) -> str:
    return subject_line(project, WORDS[mail.kind][0].format(charter=title))


def _message_id(mail: UsageMail) -> str:
    """The same whenever and by whichever worker the message is sent."""
    return f"<usage-{mail.pk}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}>"
